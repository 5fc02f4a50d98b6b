import { mount } from 'svelte';
import App from './App.svelte';
import { remember } from './route';
import './room.css';

remember();
mount(App, { target: document.body });
